import DetectionCore
package import JSON

extension Shape {
  /// A shape given as a list of extents. `place`: where the request has it.
  package init(reading value: JSONValue, at place: String) throws(Problem) {
    do throws(ShapeError) {
      self = try Shape(reading: value)
    } catch {
      throw Problem(error.isList ? .invalidShape : .wrongType, at: place + error.place, error.detail)
    }
  }
}
