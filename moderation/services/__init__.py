"""What we do: functions with their needs in their signatures. They never commit; whoever opened the transaction does."""
