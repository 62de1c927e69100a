"""The guided tour: the real windows driven by real keys, each step checked, pictures and papers kept."""
