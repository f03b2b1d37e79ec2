"""Inputs that nobody would write, for every reader and writer: each is to end in a result or in a refusal.

Run from the root of the checkout, with the package and its extra ``test`` installed::

    python -m fuzz all --inputs 1000000 --jobs 2 --seed 1      # about a quarter of an hour a core
    python -m fuzz portfolio --inputs 50000                    # one target
    python -m fuzz all --time 600                              # as many inputs as there is time for, in seconds
    python -m fuzz portfolio --guided --inputs 100000          # led by what code an input reaches: extra ``fuzz``
    python -m fuzz portfolio --again FILE                      # a finding, once more, with its traceback

The count of inputs and of findings is printed at the end. Findings are saved below ``fuzz/findings``, the input and the
traceback of each, one for each place in the code; the exit code is 1 if there is any.

What there is:

- ``targets/``: a module for each reader or writer; its function takes bytes and raises what should not be. Their table
  is ``targets.TARGETS``: to add one, write the function and a line there.
- ``corpus/``: what inputs are made of, a folder for each target, besides the files of the project that targets name. A
  finding that was mended stays here as a seed.
- ``mutate.py``: changes an input as a fault, a slip or an attacker would. The n-th input of a seed is always the same.
- ``ends.py``: what a refusal has to tell, and what no text may have in it.
- ``watch.py``: one input, held to 2 seconds of computing and 300 MiB; what ends in another way is a finding.
- ``workers.py``: processes that take their shares of the inputs; one that dies or hangs is a finding, too.
- ``guided.py``: the same targets led by coverage, with atheris.
"""
