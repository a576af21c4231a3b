"""The Better Care Fund: a joint plan of the NHS and councils whose money must agree in every view."""
