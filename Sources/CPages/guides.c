#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// One entry a file of docs/; a test holds the two equal. The build does not see that a file has changed: touch this one.

static const unsigned char architecture_md[] = {
#embed "../../docs/architecture.md"
};
static const unsigned char configuration_md[] = {
#embed "../../docs/configuration.md"
};
static const unsigned char deployment_md[] = {
#embed "../../docs/deployment.md"
};
static const unsigned char dialects_md[] = {
#embed "../../docs/dialects.md"
};
static const unsigned char evaluation_md[] = {
#embed "../../docs/evaluation.md"
};
static const unsigned char networks_md[] = {
#embed "../../docs/networks.md"
};
static const unsigned char numerics_md[] = {
#embed "../../docs/numerics.md"
};
static const unsigned char open_inference_md[] = {
#embed "../../docs/open-inference.md"
};
static const unsigned char operations_md[] = {
#embed "../../docs/operations.md"
};
static const unsigned char performance_md[] = {
#embed "../../docs/performance.md"
};
static const unsigned char protocol_md[] = {
#embed "../../docs/protocol.md"
};
static const unsigned char running_md[] = {
#embed "../../docs/running.md"
};
static const unsigned char threat_model_md[] = {
#embed "../../docs/threat-model.md"
};

static const struct focald_file files[] = {
  {"architecture", architecture_md, sizeof architecture_md},
  {"configuration", configuration_md, sizeof configuration_md},
  {"deployment", deployment_md, sizeof deployment_md},
  {"dialects", dialects_md, sizeof dialects_md},
  {"evaluation", evaluation_md, sizeof evaluation_md},
  {"networks", networks_md, sizeof networks_md},
  {"numerics", numerics_md, sizeof numerics_md},
  {"open-inference", open_inference_md, sizeof open_inference_md},
  {"operations", operations_md, sizeof operations_md},
  {"performance", performance_md, sizeof performance_md},
  {"protocol", protocol_md, sizeof protocol_md},
  {"running", running_md, sizeof running_md},
  {"threat-model", threat_model_md, sizeof threat_model_md},
};

const struct focald_file *focald_guides(void) { return files; }

size_t focald_guide_count(void) { return sizeof files / sizeof *files; }
