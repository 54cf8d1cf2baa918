"""Page-shaped reads with a fixed number of SQL statements. They write nothing; views record what they show."""
