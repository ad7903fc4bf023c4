"""Who works on what: tasks handed out and moved on."""
