"""`python -m nuem` is the program `nuem`."""

from nuem_command import main

main()
