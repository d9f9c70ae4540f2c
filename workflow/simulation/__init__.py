"""The illustrative world: made-up people and points about real communes, always marked as such.

Every step goes through the same functions as an official's click, by an account whose dated grant allows it.
"""
