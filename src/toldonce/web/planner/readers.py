"""Who opens which of these pages: planners and board members read, planners alone change."""

from toldonce.web.design.menu import BOARD_MEMBER, PLANNER
from toldonce.web.entrance.guards import for_roles

readers_of_figures = for_roles(PLANNER, BOARD_MEMBER)
planners = for_roles(PLANNER)
