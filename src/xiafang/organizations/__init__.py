"""Organizations and the people in office: the tree, posts, absences, contact points, the working calendar."""
