// The guided session.
export {};
