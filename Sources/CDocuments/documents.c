#include "CDocuments.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char contract[] = {
#embed "contract.yaml"
};
const size_t focald_contract_count = sizeof contract;

const unsigned char *focald_contract_start(void) { return contract; }

static const unsigned char operations[] = {
#embed "operations.yaml"
};
const size_t focald_operations_count = sizeof operations;

const unsigned char *focald_operations_start(void) { return operations; }
