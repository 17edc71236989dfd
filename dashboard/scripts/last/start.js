window.renderer = new window.DashRenderer();
