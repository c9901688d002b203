#include "CDocuments.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

const unsigned char focald_openapi_yaml[] = {
#embed "../../openapi.yaml"
};
const size_t focald_openapi_yaml_count = sizeof focald_openapi_yaml;
