import Testing

@testable import Operations
@testable import Service

/// A shape that does not fit is told what it looks like.
@Suite struct DetectorShapeTests {
  private func refusal(_ operation: String, _ shape: [Int], _ fields: String = "") -> Reply {
    let count = shape.reduce(1, *)
    let data = [String](repeating: "0.5", count: count).joined(separator: ",")
    return Service().post(
      "/v1/detections/\(operation)", #"{"predictions": {"shape": \#(shape), "data": [\#(data)]}\#(fields)}"#)
  }

  @Test func transposedHeads_AreRecognised() {
    let wanted = "/predictions: (1, 20, 9): yolov8 wants this transposed; set layout to \"channels-last\""
    #expect(refusal("yolov8", [1, 20, 9]).detail == wanted)
    #expect(refusal("yolov8", [1, 9, 20]).status == 200)
    #expect(refusal("yolov8", [1, 20, 9], #", "layout": "channels-first""#).status == 200)
    // 63 rows are 3 of each cell of a 32 × 32 image, 85 channels those of 80 classes: nothing is wrong here.
    #expect(refusal("yolov5", [1, 63, 85]).status == 200)
    #expect(
      refusal("yolov8", [1, 84, 21]).detail
        == "/predictions: (1, 84, 21): 21 rows of 84 channels, or 84 rows of 21? Set layout to \"channels-first\" or "
        + "\"channels-last\", or give image_size")
    #expect(refusal("yolov8", [1, 84, 21], #", "layout": "channels-first""#).status == 200)
    let five = "/predictions: (1, 9, 20): yolov5 wants this transposed; set layout to \"channels-first\""
    #expect(refusal("yolov5", [1, 9, 20]).detail == five)
  }

  /// With the input's size the number of rows is known, and nothing has to be guessed.
  @Test func rows_AreThoseOfTheGrid() {
    let size = #", "image_size": [32, 32]"#
    #expect(refusal("yolov8", [1, 21, 84], size).detail.hasSuffix("set layout to \"channels-last\""))
    #expect(refusal("yolov8", [84, 21], size).status == 200)
    #expect(refusal("yolov8", [84, 20], size).detail.contains("there are 20 rows, but image_size at these"))
    #expect(refusal("yolov5", [63, 7], size).status == 200)
    #expect(refusal("yolov5", [7, 63], size).detail.hasSuffix("set layout to \"channels-first\""))
    #expect(refusal("yolov5", [64, 7], size).status == 422)
  }

  @Test func otherNetworks_AreTold() {
    #expect(refusal("yolov10", [1, 84, 40]).detail.contains("(N, 6) or (B, N, 6)"))
    #expect(refusal("yolov8", [4, 9]).detail.contains("channels"))
    #expect(refusal("yolov8", [9, 4]).status == 200)
    #expect(refusal("yolov8", [9, 40], #", "reg_max": 16, "image_size": [32, 32]"#).status == 422)
    #expect(refusal("yolov8", [70, 21], #", "reg_max": 16"#).detail.contains("image_size is missing"))
    #expect(refusal("yolov3", [14, 3], #", "layout": "maps""#).detail.contains("maps need anchors"))
    #expect(refusal("yolov1", [2, 2, 9], #", "image_size": [8, 8]"#).detail.contains("(S, S, 2·5 + C)"))
    let scaleMissing = refusal("yolov8", [9, 40], #", "original_size": [20, 20]"#)
    #expect(scaleMissing.detail.contains("give it, or scale and pad"))
  }

  @Test func paddedOutputs_AreLimited() {
    var configuration = ServiceConfiguration()
    configuration.answerElementLimit = 1000
    let reply = Service(configuration: configuration).post(
      "/v1/detections/efficient-nms",
      #"{"boxes": [[0, 0, 1, 1]], "scores": [[0.5]], "max_detections": 9007199254740992}"#)
    #expect(reply.code == "answer_too_large" && reply.detail.contains("/max_detections"))
  }
}
