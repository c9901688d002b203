import HTTPMessages
import HTTPServer
import Logging

/// Several observers as one.
struct Observers: HTTPServerObserver {
  let all: [any HTTPServerObserver]

  func began(_ head: HTTPRequestHead) { for observer in all { observer.began(head) } }

  func ended(_ record: HTTPExchangeRecord) { for observer in all { observer.ended(record) } }
}
