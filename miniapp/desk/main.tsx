import { createRoot } from 'react-dom/client';
import { App } from './app';

const root = document.getElementById('desk');
if (root) createRoot(root).render(<App />);
