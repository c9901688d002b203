/// What `focald --version` says. A test holds the image's label equal to it.
let focaldVersion = "0.1.0"
