#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// One entry a file of Sources/Pages/Assets; a test holds the two equal. The build does not see that a file has changed: touch this one.

static const unsigned char api_js[] = {
#embed "../Pages/Assets/api.js"
};
static const unsigned char arrows_js[] = {
#embed "../Pages/Assets/arrows.js"
};
static const unsigned char barlist_js[] = {
#embed "../Pages/Assets/barlist.js"
};
static const unsigned char boxes_js[] = {
#embed "../Pages/Assets/boxes.js"
};
static const unsigned char boxshape_js[] = {
#embed "../Pages/Assets/boxshape.js"
};
static const unsigned char cell_js[] = {
#embed "../Pages/Assets/cell.js"
};
static const unsigned char classification_js[] = {
#embed "../Pages/Assets/classification.js"
};
static const unsigned char comparison_js[] = {
#embed "../Pages/Assets/comparison.js"
};
static const unsigned char confusion_js[] = {
#embed "../Pages/Assets/confusion.js"
};
static const unsigned char controls_js[] = {
#embed "../Pages/Assets/controls.js"
};
static const unsigned char descend_js[] = {
#embed "../Pages/Assets/descend.js"
};
static const unsigned char detection_js[] = {
#embed "../Pages/Assets/detection.js"
};
static const unsigned char document_html[] = {
#embed "../Pages/Assets/document.html"
};
static const unsigned char dom_js[] = {
#embed "../Pages/Assets/dom.js"
};
static const unsigned char download_js[] = {
#embed "../Pages/Assets/download.js"
};
static const unsigned char dropzone_js[] = {
#embed "../Pages/Assets/dropzone.js"
};
static const unsigned char evaluation_errors_json[] = {
#embed "../Pages/Assets/evaluation-errors.json"
};
static const unsigned char evaluation_shapes_json[] = {
#embed "../Pages/Assets/evaluation-shapes.json"
};
static const unsigned char evaluation_js[] = {
#embed "../Pages/Assets/evaluation.js"
};
static const unsigned char export_js[] = {
#embed "../Pages/Assets/export.js"
};
static const unsigned char fate_js[] = {
#embed "../Pages/Assets/fate.js"
};
static const unsigned char form_js[] = {
#embed "../Pages/Assets/form.js"
};
static const unsigned char funnel_js[] = {
#embed "../Pages/Assets/funnel.js"
};
static const unsigned char heads_js[] = {
#embed "../Pages/Assets/heads.js"
};
static const unsigned char icon_svg[] = {
#embed "../Pages/Assets/icon.svg"
};
static const unsigned char index_html[] = {
#embed "../Pages/Assets/index.html"
};
static const unsigned char json_js[] = {
#embed "../Pages/Assets/json.js"
};
static const unsigned char losses_js[] = {
#embed "../Pages/Assets/losses.js"
};
static const unsigned char main_js[] = {
#embed "../Pages/Assets/main.js"
};
static const unsigned char networkheads_js[] = {
#embed "../Pages/Assets/networkheads.js"
};
static const unsigned char operation_js[] = {
#embed "../Pages/Assets/operation.js"
};
static const unsigned char picture_js[] = {
#embed "../Pages/Assets/picture.js"
};
static const unsigned char plot_js[] = {
#embed "../Pages/Assets/plot.js"
};
static const unsigned char records_js[] = {
#embed "../Pages/Assets/records.js"
};
static const unsigned char regression_js[] = {
#embed "../Pages/Assets/regression.js"
};
static const unsigned char scale_js[] = {
#embed "../Pages/Assets/scale.js"
};
static const unsigned char search_js[] = {
#embed "../Pages/Assets/search.js"
};
static const unsigned char settings_js[] = {
#embed "../Pages/Assets/settings.js"
};
static const unsigned char shapes_1_json[] = {
#embed "../Pages/Assets/shapes-1.json"
};
static const unsigned char shapes_1_webp[] = {
#embed "../Pages/Assets/shapes-1.webp"
};
static const unsigned char shapes_3_json[] = {
#embed "../Pages/Assets/shapes-3.json"
};
static const unsigned char shapes_3_webp[] = {
#embed "../Pages/Assets/shapes-3.webp"
};
static const unsigned char shapes_5_json[] = {
#embed "../Pages/Assets/shapes-5.json"
};
static const unsigned char shapes_5_webp[] = {
#embed "../Pages/Assets/shapes-5.webp"
};
static const unsigned char shares_js[] = {
#embed "../Pages/Assets/shares.js"
};
static const unsigned char snippets_js[] = {
#embed "../Pages/Assets/snippets.js"
};
static const unsigned char stage_js[] = {
#embed "../Pages/Assets/stage.js"
};
static const unsigned char style_css[] = {
#embed "../Pages/Assets/style.css"
};
static const unsigned char table_js[] = {
#embed "../Pages/Assets/table.js"
};
static const unsigned char terms_js[] = {
#embed "../Pages/Assets/terms.js"
};
static const unsigned char upload_js[] = {
#embed "../Pages/Assets/upload.js"
};

static const struct focald_file files[] = {
  {"api.js", api_js, sizeof api_js},
  {"arrows.js", arrows_js, sizeof arrows_js},
  {"barlist.js", barlist_js, sizeof barlist_js},
  {"boxes.js", boxes_js, sizeof boxes_js},
  {"boxshape.js", boxshape_js, sizeof boxshape_js},
  {"cell.js", cell_js, sizeof cell_js},
  {"classification.js", classification_js, sizeof classification_js},
  {"comparison.js", comparison_js, sizeof comparison_js},
  {"confusion.js", confusion_js, sizeof confusion_js},
  {"controls.js", controls_js, sizeof controls_js},
  {"descend.js", descend_js, sizeof descend_js},
  {"detection.js", detection_js, sizeof detection_js},
  {"document.html", document_html, sizeof document_html},
  {"dom.js", dom_js, sizeof dom_js},
  {"download.js", download_js, sizeof download_js},
  {"dropzone.js", dropzone_js, sizeof dropzone_js},
  {"evaluation-errors.json", evaluation_errors_json, sizeof evaluation_errors_json},
  {"evaluation-shapes.json", evaluation_shapes_json, sizeof evaluation_shapes_json},
  {"evaluation.js", evaluation_js, sizeof evaluation_js},
  {"export.js", export_js, sizeof export_js},
  {"fate.js", fate_js, sizeof fate_js},
  {"form.js", form_js, sizeof form_js},
  {"funnel.js", funnel_js, sizeof funnel_js},
  {"heads.js", heads_js, sizeof heads_js},
  {"icon.svg", icon_svg, sizeof icon_svg},
  {"index.html", index_html, sizeof index_html},
  {"json.js", json_js, sizeof json_js},
  {"losses.js", losses_js, sizeof losses_js},
  {"main.js", main_js, sizeof main_js},
  {"networkheads.js", networkheads_js, sizeof networkheads_js},
  {"operation.js", operation_js, sizeof operation_js},
  {"picture.js", picture_js, sizeof picture_js},
  {"plot.js", plot_js, sizeof plot_js},
  {"records.js", records_js, sizeof records_js},
  {"regression.js", regression_js, sizeof regression_js},
  {"scale.js", scale_js, sizeof scale_js},
  {"search.js", search_js, sizeof search_js},
  {"settings.js", settings_js, sizeof settings_js},
  {"shapes-1.json", shapes_1_json, sizeof shapes_1_json},
  {"shapes-1.webp", shapes_1_webp, sizeof shapes_1_webp},
  {"shapes-3.json", shapes_3_json, sizeof shapes_3_json},
  {"shapes-3.webp", shapes_3_webp, sizeof shapes_3_webp},
  {"shapes-5.json", shapes_5_json, sizeof shapes_5_json},
  {"shapes-5.webp", shapes_5_webp, sizeof shapes_5_webp},
  {"shares.js", shares_js, sizeof shares_js},
  {"snippets.js", snippets_js, sizeof snippets_js},
  {"stage.js", stage_js, sizeof stage_js},
  {"style.css", style_css, sizeof style_css},
  {"table.js", table_js, sizeof table_js},
  {"terms.js", terms_js, sizeof terms_js},
  {"upload.js", upload_js, sizeof upload_js},
};

const struct focald_file *focald_assets(void) { return files; }

size_t focald_asset_count(void) { return sizeof files / sizeof *files; }
