import HTTPMessages
import JSON
import Pictures

extension Figure {
  /// The detections of an answer's first image, over the picture's file where there is one.
  package static func detections(
    of answer: Answer, picture: UnsafeRawBufferPointer?, limits: Limits
  ) throws(Problem) -> String {
    var body: JSONObject = ["images": try DetectionsBody.images(of: answer)]
    if let picture { body["picture"] = .string(Base64.text(of: picture)) }
    return try Figure(DetectionsFigure()).svg(.object(body), limits: limits)
  }
}
