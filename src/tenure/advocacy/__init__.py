"""Referrals and acts of advocacy."""
