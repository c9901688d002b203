#include "CDocuments.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi_yaml[] = {
#embed "../../openapi.yaml"
};
const size_t focald_openapi_yaml_count = sizeof openapi_yaml;

const unsigned char *focald_openapi_yaml_start(void) { return openapi_yaml; }
