"""How sure an agreement is (`verdict`): by whose words (`own_words`), acts (`acts`) and reasons (`doubt`)."""
