import Service

/// What `focald --version` says. A test holds the image's label equal to it.
let focaldVersion = BuildInformation.version
