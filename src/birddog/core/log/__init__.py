"""What happened: the events of a chart, their schema, and what old ones mean today."""
