"""The pages of planners and board members: figures with their charts, and never a person."""
