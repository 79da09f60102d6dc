namespace WageSim.Reports.Pages;

/// <summary>The script of pages: a choice of theme, and what is under the pointer at once.</summary>
/// <remarks>The page says everything without it, too.</remarks>
internal static class PageScript
{
    public const string JavaScript = """
        (() => {
          const root = document.documentElement, button = document.getElementById('theme'), tip = document.getElementById('tip');
          const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
          const name = () => { button.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
          button.hidden = false;
          button.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; name(); });
          matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
          name();
          for (const title of document.querySelectorAll('svg .m>title')) {
            title.parentNode.dataset.tip = title.textContent;
            title.remove();
          }
          const show = event => {
            const mark = event.target.closest?.('[data-tip]');
            tip.style.display = mark ? 'block' : 'none';
            if (!mark) return;
            tip.textContent = mark.dataset.tip;
            const box = tip.getBoundingClientRect();
            tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8)) + 'px';
            tip.style.top = (event.clientY + 18 + box.height > innerHeight ? event.clientY - box.height - 10 : event.clientY + 18) + 'px';
          };
          document.addEventListener('pointermove', show);
          document.addEventListener('pointerdown', show);
          document.addEventListener('scroll', () => { tip.style.display = 'none'; }, true);
        })();
        """;
}
