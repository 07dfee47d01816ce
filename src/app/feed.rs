//! Carries snapshots from the worker to whoever draws them, without passing through Yew's state.
//!
//! A component subscribes in an effect and drops its [`Subscription`] when it goes; the charts and the beads draw on
//! their own canvas from it. The bridge is the only publisher.

use crate::wire::Snapshot;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

type Listener = Rc<dyn Fn(&Rc<Snapshot>)>;

/// The stream of snapshots; clones share it.
#[derive(Clone, Default)]
pub struct Feed(Rc<Inner>);

#[derive(Default)]
struct Inner {
    latest: RefCell<Option<Rc<Snapshot>>>,
    listeners: RefCell<Vec<(u64, Listener)>>,
    next: Cell<u64>,
}

/// A listener's hold on the feed; dropping it ends the subscription.
pub struct Subscription {
    feed: Weak<Inner>,
    id: u64,
}

impl Feed {
    /// Hands a snapshot to every listener and keeps it as the latest.
    pub fn publish(&self, snapshot: Snapshot) {
        let snapshot = Rc::new(snapshot);
        *self.0.latest.borrow_mut() = Some(Rc::clone(&snapshot));
        // A copy of the list: a listener may subscribe or go while it is called.
        let listeners: Vec<Listener> = self.0.listeners.borrow().iter().map(|(_, call)| Rc::clone(call)).collect();
        for call in listeners {
            call(&snapshot);
        }
    }

    /// The last snapshot, if there was one.
    #[must_use]
    pub fn latest(&self) -> Option<Rc<Snapshot>> {
        self.0.latest.borrow().clone()
    }

    /// Calls a function with every snapshot from now on.
    #[must_use]
    pub fn subscribe(&self, call: impl Fn(&Rc<Snapshot>) + 'static) -> Subscription {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.listeners.borrow_mut().push((id, Rc::new(call)));
        Subscription { feed: Rc::downgrade(&self.0), id }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(feed) = self.feed.upgrade() {
            feed.listeners.borrow_mut().retain(|(id, _)| *id != self.id);
        }
    }
}

impl PartialEq for Feed {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Feed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Feed({} listeners)", self.0.listeners.borrow().len())
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({})", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_hears_until_it_goes() {
        let feed = Feed::default();
        let heard = Rc::new(Cell::new(0));
        let count = Rc::clone(&heard);
        let subscription = feed.subscribe(move |_| count.set(count.get() + 1));
        feed.publish(Snapshot::default());
        drop(subscription);
        feed.publish(Snapshot::default());
        assert_eq!(heard.get(), 1, "only the first snapshot was heard");
    }
}
