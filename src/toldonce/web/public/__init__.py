"""The pages of the public: what was released, with its charts, its words and its downloads; nobody signs in."""
