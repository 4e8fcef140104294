"""What can be wrong with a row: each problem has a kind, a column and a sentence that says how to mend it."""

from tenure.ingest.quoting import text

TYPE = 'STRUCT(kind VARCHAR, "column" VARCHAR, sentence VARCHAR)[]'

# kind -> what a list of problems calls it
KINDS = {
    "empty": "A required value is empty",
    "bad_date": "Not a date",
    "bad_instant": "Not a moment",
    "bad_number": "Not a number",
    "bad_flag": "Neither yes nor no",
    "bad_choice": "Not one of the values it may have",
    "bad_text": "Text that cannot be stored",
    "unknown_currency": "Unknown currency",
    "unknown_account": "Unknown account",
    "unknown_reference": "Refers to something unknown",
    "negative_price": "Negative price",
    "no_price": "No price",
    "end_before_start": "Ends before it starts",
    "duplicate_key": "The same key twice in a file",
    "overlap": "Overlapping periods",
    "out_of_scale": "Score outside its scale",
    "circle": "Parents in a circle",
    "broken_line": "Line that cannot be taken apart",
}


def problem(kind: str, column: str, condition: str, *sentence: str) -> str:
    """SQL for a problem struct where `condition` holds, else null. Parts of the sentence are SQL expressions."""
    said = " || ".join(sentence)
    return f"CASE WHEN {condition} THEN {struct(kind, column, said)} END"


def struct(kind: str, column: str, sentence: str) -> str:
    return f"{{'kind': {text(kind)}, 'column': {text(column)}, 'sentence': {sentence}}}"


def shown(value: str) -> str:
    """SQL for the value inside a sentence, in quotation marks and never long."""
    return f"('“' || CASE WHEN length({value}) > 60 THEN left({value}, 57) || '...' ELSE {value} END || '”')"
