"""The recipe that makes the shipped model.  It needs the packages of the ``train`` group; nothing here runs in the product."""
