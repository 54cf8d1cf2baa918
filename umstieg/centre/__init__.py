"""The counselling centre itself: its sites and teams."""
