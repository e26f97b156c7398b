"""The systems of one municipality. Inside the city only register and terminal may reach the communication server."""
