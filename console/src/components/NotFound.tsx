import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './EmptyState';

export function NotFound() {
  return (
    <EmptyState
      title="There is no page at this address"
      action={<Button renderRoot={(props) => <Link to="/runs" {...props} />}>Go to the runs</Button>}
    >
      The link may be of an older version, or incomplete.
    </EmptyState>
  );
}
