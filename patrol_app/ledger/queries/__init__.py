"""What pages and phones ask of the read tables; every list goes through `scope`, none grows with all of history."""
