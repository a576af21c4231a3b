"""What every page shares: the frame, the style sheet, the charts, the headers and the error pages."""
