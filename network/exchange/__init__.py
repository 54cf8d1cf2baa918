"""Partners as rows of a spreadsheet, people as vCards: what a column means, how a cell is read, who is known already.

columns.py    which columns there are, what they are called, which one a heading means
values.py     the value that the text of a cell stands for, or why it is none
rows.py       a row of the table as what would become of it, checked by the rules of the models
known.py      which partner of ours a row means, and which row of the table says the same
checking.py   a whole table: what is new, what is known, what is broken
vcards.py     people as vCards, of every version
"""
