from django.db import migrations

APPEND_ONLY = """
create function changes_of_books_are_append_only() returns trigger language plpgsql as $$
begin raise exception 'what was changed in a book, by whom and why, is only ever added'; end $$;
create trigger book_change_append_only before update or delete or truncate on steering_sheets_bookchange
    for each statement execute function changes_of_books_are_append_only();
create trigger book_edit_append_only before update or delete or truncate on steering_sheets_bookedit
    for each statement execute function changes_of_books_are_append_only();
create trigger book_step_append_only before update or delete or truncate on steering_sheets_bookstep
    for each statement execute function changes_of_books_are_append_only();
create trigger book_signature_append_only before update or delete or truncate on steering_sheets_signature
    for each statement execute function changes_of_books_are_append_only();
create sequence steering_sheets_row_key as bigint;
"""
UNDONE = """
drop sequence steering_sheets_row_key;
drop trigger book_signature_append_only on steering_sheets_signature;
drop trigger book_step_append_only on steering_sheets_bookstep;
drop trigger book_edit_append_only on steering_sheets_bookedit;
drop trigger book_change_append_only on steering_sheets_bookchange;
drop function changes_of_books_are_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("steering_sheets", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDONE)]
