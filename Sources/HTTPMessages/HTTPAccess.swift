/// Decides whose a request is and whether it may go on. Plain synchronous functions that run on network threads: must be
/// quick.
public protocol HTTPAccess: Sendable {
  /// Called once a request, when its head has arrived; it counts for `cost` requests at the least.
  func admit(_ head: HTTPRequestHead, to door: HTTPPlan.Door, cost: Int, from peer: HTTPPeer) -> HTTPAdmission
  /// Called when a request is over: its bodies, both ways, had so many bytes, and its work counts for `cost` requests, if
  /// not for those that it was admitted for.
  func ended(_ admission: HTTPAdmission, bytes: Int, cost: Int?)
  /// Whether that peer speaks for many clients, so that limits for one do not hold for it.
  func speaksForOthers(_ address: IPAddress?) -> Bool
}
