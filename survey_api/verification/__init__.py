"""What an auditor or a respondent checks with public files alone; pure, it fetches nothing."""
