"""Care plans: written from a Questionnaire, signed into the record, reviewed, superseded, ended."""
