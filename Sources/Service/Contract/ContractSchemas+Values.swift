import JSON

// Tensors, ids and COCO's files.

extension ContractSchemas {
  static let tensor: JSONValue = [
    "description": """
    A tensor of real numbers: nested arrays of one shape, or its shape and its numbers, flat and row-major. A number alone \
    is a tensor of rank 0.
    """,
    "anyOf": [["type": "array", "items": [:]], reference("FlatTensor"), ["type": "number"]],
  ]

  static let integerTensor: JSONValue = [
    "description":
      "A tensor of whole numbers, `2.0` being one: nested arrays of one shape, or its shape and its numbers.",
    "anyOf": [["type": "array", "items": [:]], reference("FlatTensor"), ["type": "integer"]],
  ]

  static let flatTensor: JSONValue = [
    "description": "A tensor as its extents and its numbers, row-major. Their product is the length of the data.",
    "type": "object", "additionalProperties": false, "required": ["shape", "data"],
    "properties": [
      "shape": ["type": "array", "items": ["type": "integer", "minimum": 0]],
      "data": ["type": "array", "items": ["type": "number"]],
    ],
  ]

  private static let id: JSONValue = ["anyOf": [["type": "integer"], ["type": "string"]]]

  static let ids: JSONValue = [
    "description": "Ids, each an integer of 64 bits or a string. As a tensor: INT64.", "type": "array", "items": id,
  ]

  private static let box: JSONValue = ["type": "array", "items": ["type": "number"], "minItems": 4, "maxItems": 4]

  /// An object of a COCO file: some members are known, and others are skipped, whatever they hold.
  private static func row(_ properties: JSONObject, required: JSONValue) -> JSONValue {
    ["type": "object", "required": required, "properties": .object(properties), "additionalProperties": true]
  }

  private static let number: JSONValue = ["type": "number"]

  static let cocoObject: JSONValue = [
    "description": """
    A ground truth as COCO files have it. Ids are integers of 64 bits or strings. Of annotations `area`, `iscrowd` and \
    `ignore` are read as well, of categories `name`; for LVIS of images `neg_category_ids` and \
    `not_exhaustive_category_ids`, of categories `frequency`. Members that are not read are skipped, whatever they hold.
    """,
    "type": "object", "required": ["images", "categories", "annotations"],
    "properties": [
      "images": ["type": "array", "items": image], "categories": ["type": "array", "items": category],
      "annotations": ["type": "array", "items": annotation],
    ],
    "additionalProperties": true,
  ]

  private static let image = row(["id": id, "width": number, "height": number], required: ["id"])

  private static let category = row(["id": id], required: ["id"])

  private static let annotation = row(
    ["id": id, "image_id": id, "category_id": id, "bbox": box], required: ["image_id", "category_id", "bbox"])

  static let cocoResults: JSONValue = [
    "description": """
    Detections as COCO results files have them: `bbox` is x, y, width, height in pixels. Members that are not read are \
    skipped.
    """,
    "type": "array",
    "items": row(
      ["image_id": id, "category_id": id, "bbox": box, "score": number],
      required: ["image_id", "category_id", "bbox", "score"]),
  ]
}
