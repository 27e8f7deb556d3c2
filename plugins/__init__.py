"""Sopel plugins of Clerk: thin, one per capability. No rules, no SQL, no words of their own."""
