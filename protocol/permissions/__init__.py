"""Who may ask for what: purposes with their legal grounds, duties with their rights. Data and questions asked of them."""
