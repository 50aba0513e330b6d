"""What the law gives people: access, portability, erasure, retention, and the register of incidents."""
