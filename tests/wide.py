"""Texts that take more or fewer cells of a terminal than they have characters, or that no line holds."""

WIDE = {
    "Han": "你好" * 80,
    "Han in words": "你好 世 界您好嗎 " * 20,
    "emoji": "🎬 🎞🎥" * 30,
    "joined emoji": "👩\u200d🎬" * 40,
    "combining": "e\u0301" * 100,
    "one long word": "x" * 400,
    "short words": "a " * 200,
}
