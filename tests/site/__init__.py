"""The docs as a site: what runs in a page, and what the build adds to what the pages say."""
