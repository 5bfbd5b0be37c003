// Progress of audits that run. A browser opens few connections to one host, so it follows four.
for (const box of [...document.querySelectorAll('[data-events]')].slice(0, 4)) {
  const source = new EventSource(box.dataset.events);
  let status = box.querySelector('[data-status]').textContent;
  source.addEventListener('progress', event => {
    const audit = JSON.parse(event.data), progress = audit.progress;
    box.querySelector('[data-status]').textContent = audit.status;
    box.querySelector('progress').value = progress.fraction;
    box.querySelector('[data-words]').textContent = `${Math.round(progress.fraction * 100)} %, ${progress.fitsDone} of ${progress.fitsTotal} training runs`
      + (progress.etaSeconds === null ? '' : `, about ${progress.etaSeconds < 120 ? Math.round(progress.etaSeconds) + ' s' : Math.round(progress.etaSeconds / 60) + ' min'} left`)
      + progress.running.filter(fit => fit.note).slice(0, 1).map(fit => `; ${fit.note}`).join('');
    if (status !== audit.status) document.getElementById('announced').textContent = `${audit.name}: ${audit.status}`;
    status = audit.status;
    if (['completed', 'failed', 'cancelled'].includes(status)) { source.close(); location.reload(); }
  });
}
