import JSON
import Pictures

extension Figure {
  /// The detections of an answer's first image, over the picture's file where there is one.
  package static func detections(
    of answer: Answer, picture: UnsafeRawBufferPointer?, limits: Limits
  ) throws(Problem) -> String {
    var writer = JSONWriter()
    writer.value(Answer.Value.object(answer.fields))
    let images: JSONValue?
    do {
      images = try JSONReader.read(writer.buffer)["images"]
    } catch {
      throw Problem(.internalError, "the answer cannot be read back")
    }
    var body: JSONObject = ["images": images ?? .array([])]
    if let picture { body["picture"] = .string(FigurePicture.text(of: picture)) }
    return try Figure(DetectionsFigure()).svg(.object(body), limits: limits)
  }
}
