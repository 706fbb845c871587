package dev.sealpost.console;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Sends a browser that knows only the port to the console. */
@Controller
class HomeController {

    @GetMapping("/")
    String home() {
        return "redirect:" + ConsoleSecurity.HAWTIO;
    }
}
