"""Who may open what, who may do what, and that a refusal changes nothing."""
