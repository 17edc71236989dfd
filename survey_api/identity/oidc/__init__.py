"""Single sign-on by OpenID Connect: who somebody is, said by the organisation's own provider."""
