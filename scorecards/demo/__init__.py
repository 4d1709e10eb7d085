"""An invented retail chain, written as contract files so that the demo takes the same way in as real data."""

from scorecards.demo.chain import Chain, write_chain

__all__ = ["Chain", "write_chain"]
