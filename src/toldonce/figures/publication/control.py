"""stub"""


def controlled(said, indicators):
    from toldonce.figures.publication.composing import Shown

    return [Shown(e, None, None, None, None, None, "Not shown.", True, "everything") for e in said]
