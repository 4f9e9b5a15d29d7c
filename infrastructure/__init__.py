"""What endpoints.yml loads and the channel stands on: conversation store, tracker store, in-process actions."""
